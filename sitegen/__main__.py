"""`python -m sitegen`, and the command `sitegen`."""

import sys


def main() -> None:
    """Run the command line; interrupted while that is still being loaded, it ends as a shell expects."""
    try:
        from sitegen.cli import main as run

        run()
    except KeyboardInterrupt:
        sys.stderr.write("Afbrudt.\nInterrupted.\n")
        sys.exit(130)


if __name__ == "__main__":
    main()
