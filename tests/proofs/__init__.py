"""Long proofs, each with its printed figures: see script/prove."""
