"""`gotano demo`: the bot against the local Slack."""

from pathlib import Path

import click

from bot.cli_errors import stop


@click.command("demo")
@click.option(
    "--port", default=8477, show_default=True, help="Where the page is served; a free one if taken."
)
@click.option(
    "--folder", type=click.Path(path_type=Path), help="Where the database goes; a new one by default."
)
@click.option("--workflow-step", is_flag=True, help="With the step for Slack's Workflow Builder.")
def demo_command(port: int, folder: Path | None, workflow_step: bool) -> None:
    """Try the whole bot in a browser, against a local Slack. Needs no workspace."""
    try:
        from bot.demo import run_demo
    except ModuleNotFoundError as error:
        stop([f"the demo needs one more library ({error.name}): pip install '.[demo]'"], 1)
    else:
        run_demo(port, folder, workflow_step)
