"""Prints how often the guess is right, silent and wrong, language by language and kind by kind."""

from collections.abc import Sequence
from statistics import median

from bench.guess.scoring import HELD_OUT, Asked, sentences, traps
from prompts.playbook import Playbook, load_playbook


def main() -> None:
    playbook = load_playbook()
    print(
        "| language | sentences | first | among two | silent | wrong first | traps | misled | ms, median | ms, most |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|")
    by_kind: list[Asked] = []
    for file in sorted(HELD_OUT.glob("*.toml"), key=lambda path: path.stem != "en"):
        by_kind += _row(file.stem, playbook)
    print("\nBy kind, all languages: first / among two / silent / of\n")
    for kind in sorted({kind for asked in by_kind for kind in asked.right}):
        of = [asked for asked in by_kind if asked.right == {kind}]
        first, two, silent = (sum(getattr(a, name) for a in of) for name in ("first", "among_two", "silent"))
        print(f"- {kind}: {first} / {two} / {silent} / {len(of)}")


def _row(language: str, playbook: Playbook) -> Sequence[Asked]:
    asked, trapped = list(sentences(language, playbook)), list(traps(language, playbook))
    count = {name: sum(getattr(a, name) for a in asked) for name in _COLUMNS}
    spent = [a.milliseconds for a in (*asked, *trapped)][1:]
    shares = " | ".join(f"{100 * count[name] / len(asked):.0f}%" for name in _COLUMNS)
    misled = sum(a.misled for a in trapped)
    print(
        f"| {language} | {len(asked)} | {shares} | {len(trapped)} | {misled} "
        f"| {median(spent):.1f} | {max(spent):.1f} |"
    )
    return asked


_COLUMNS = ("first", "among_two", "silent", "misled")

if __name__ == "__main__":
    main()
