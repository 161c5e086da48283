"""`python -m sitegen`, and the command `sitegen`."""

import os
import sys


def main() -> None:
    """Run the command line; interrupted while that is still being loaded, it ends as a shell expects."""
    try:
        from sitegen.cli import main as run

        run()
    except KeyboardInterrupt:
        sys.stderr.write("Afbrudt.\nInterrupted.\n")
        sys.exit(130)
    except SystemExit as ended:
        if not isinstance(ended.code, int):
            raise
        try:
            sys.stdout.flush()
            sys.stderr.flush()
        except OSError:  # whoever listened has gone: Python says so in its own way
            raise ended from None
        os._exit(ended.code)  # of a large site, letting go of everything in memory takes a second


if __name__ == "__main__":
    main()
