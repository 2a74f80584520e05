"""The command line: its commands, each loaded when it is called. What a command does is in the module named here."""

import gc
import sys
from importlib import import_module

import click

_COMMANDS = {
    "audit": "bot.cli_audit:audit_command",
    "backup": "bot.cli_data:backup_command",
    "check": "bot.cli_check:check_command",
    "demo": "bot.cli_demo:demo_command",
    "erase": "bot.cli_data:erase_command",
    "export": "bot.cli_data:export_command",
    "hand-over": "bot.cli_hand_over:hand_over_command",
    "hook": "bot.cli_hooks:hook_group",
    "import": "bot.cli_import:import_command",
    "key": "bot.cli_data:key_command",
    "manifest": "bot.cli_manifest:manifest_command",
    "migrate": "bot.cli_migrate:migrate_command",
    "rekey": "bot.cli_data:rekey_command",
    "restore": "bot.cli_data:restore_command",
    "run": "bot.cli_run:run_command",
    "timing": "bot.cli_timing:timing_command",
}
"""By name: the module, and what in it is the command."""


class _LoadedWhenCalled(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _COMMANDS:
            return None
        module, _, name = _COMMANDS[cmd_name].partition(":")
        if module not in sys.modules:
            _load(module)
        command: click.Command = getattr(sys.modules[module], name)
        return command


def _load(module: str) -> None:
    """Modules stay as long as the process: looking for garbage in what they make would take a fifth of the time."""
    gc.disable()
    try:
        import_module(module)
    finally:
        gc.freeze()
        gc.enable()


def _tell_version(ctx: click.Context, _option: click.Parameter, asked: bool) -> None:
    if asked:
        from bot.version import own_version

        click.echo(f"gotano, version {own_version()}")
        ctx.exit()


@click.group(cls=_LoadedWhenCalled, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_tell_version,
    help="Show the version.",
)
def main() -> None:
    """gotano coaches sales reps after a lost deal, in Slack."""
