"""`python -P -m fuzz TARGET [SECONDS [FILE]]`: feeds one target (or `all`) for a time, or a file; what breaks it is kept."""

import hashlib
import subprocess
import sys
import tempfile
from pathlib import Path

MEMORY = 3_000  # MB
PATIENCE = 25  # seconds for one input
LONGEST = 20_000  # bytes of an input
KEPT = Path(tempfile.gettempdir()) / "sitegen-fuzz"  # what was found worth going on from, and what broke something


def main() -> None:
    """Run the targets that are named, one after another."""
    name, seconds = sys.argv[1] if len(sys.argv) > 1 else "all", sys.argv[2] if len(sys.argv) > 2 else "60"
    if name == "all":
        from fuzz.targets import TARGETS

        broken = [one for one in TARGETS if subprocess.run([sys.executable, "-P", "-m", "fuzz", one, seconds]).returncode]
        sys.exit(f"broken: {', '.join(broken)}" if broken else 0)
    _fuzz(name, seconds, Path(sys.argv[3]) if len(sys.argv) > 3 else None)


def _fuzz(name: str, seconds: str, file: Path | None) -> None:
    import atheris  # type: ignore[import-untyped]

    with atheris.instrument_imports(include=["sitegen", "markdown_it"]):
        from fuzz import targets, words
    if name not in targets.TARGETS:
        sys.exit(f"no such target: {name}; there are {', '.join(targets.TARGETS)}")
    if file:
        targets.TARGETS[name](file.read_bytes())
        sys.exit()
    corpus = KEPT / name
    corpus.mkdir(parents=True, exist_ok=True)
    for seed in targets.seeds(name):
        (corpus / f"seed-{hashlib.sha256(seed).hexdigest()[:16]}").write_bytes(seed)

    def mutator(data: bytes, size: int, seed: int) -> bytes:
        return words.mixed(data, size, seed, atheris.Mutate)

    flags = [
        f"-max_total_time={seconds}",
        f"-timeout={PATIENCE}",
        f"-rss_limit_mb={MEMORY}",
        f"-max_len={LONGEST}",
        f"-artifact_prefix={KEPT}/{name}-",
        "-print_final_stats=1",
        "-verbosity=1",
    ]
    own = {"custom_mutator": mutator} if name in targets.OF_WORDS else {}
    atheris.Setup([sys.argv[0], *flags, str(corpus)], targets.TARGETS[name], **own)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
