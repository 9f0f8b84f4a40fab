"""``python -m textrepair.cli`` is ``textrepair``."""

from textrepair.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
