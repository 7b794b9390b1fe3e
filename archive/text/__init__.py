"""Vietnamese text: normal forms, digests, sketches, topics. Pure: no I/O, no clock."""
