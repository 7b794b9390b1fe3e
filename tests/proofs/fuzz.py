"""Mutated pages, feeds and sitemaps through reading and discovery:
`python -m tests.proofs.fuzz [--cases 20000] [--seed N] [--case NUMBER]`.

Bytes, markup, charsets, dates, addresses, JSON-LD and XML are broken in all ways that sites and
their enemies know. Prints the errors, the slowest cases and the memory. Exit status 1 where a case
raises what is none of our own errors, gives what no database takes, takes more than 5 s, or where
memory grows. `--case` runs one of them and lets its error pass.
"""

import argparse
import faulthandler
import sys
import time

from tests.fuzz.running import LONGEST, case, run
from tests.fuzz.subjects import subject

GROWTH = 1.15  # of memory from the middle to the end
STUCK = 120  # seconds without a word, after which the stack is told


def main() -> None:
    """Runs the cases."""
    parser = argparse.ArgumentParser(prog="prove fuzz")
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--case", type=int)
    options = parser.parse_args()
    if options.case is not None:
        each = case(options.seed, options.case)
        print(each.words)
        faulthandler.dump_traceback_later(STUCK, exit=True)
        began = time.process_time()
        subject(each.seed, each.body, each.rng)
        print(f"{time.process_time() - began:.2f} s")
        return
    faulthandler.dump_traceback_later(options.cases, exit=True)
    found = run(options.seed, range(options.first, options.first + options.cases))
    print(f"{found.cases} cases (seed {options.seed}), {len(found.errors)} kinds of errors")
    for words, told in sorted(found.errors.items(), key=lambda each: -len(each[1])):
        print(f"\n{len(told)} times, first {told[0]}\n{words}")
    print("\nthe slowest:")
    for seconds, words in found.slow:
        print(f"  {seconds:6.2f} s  {words}")
    print("memory:", ", ".join(f"{each:.0f} MB" for each in found.memory))
    grown = len(found.memory) >= 4 and found.memory[3] > GROWTH * found.memory[1]
    right = not (found.errors or found.slow[0][0] > LONGEST or grown)
    print("nothing found" if right else "NOT as it must be")
    sys.exit(0 if right else 1)


if __name__ == "__main__":
    main()
