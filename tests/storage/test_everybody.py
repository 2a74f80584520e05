"""Everybody's rows are reached from a few named functions, and nothing goes past the bound by an engine."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
THE_BOUND_ITSELF = {"storage/owner", "storage/isolation"}

FOR_EVERYBODY = {
    "bot/check:_schema_and_queue": "gotano check counts what is parked",
    "bot/cli_audit:audit_command": "gotano audit, by whoever runs the server",
    "bot/cli_import:import_command": "which workspaces the bot is in",
    "bot/cli_data:erase_command": "gotano erase, by whoever runs the server",
    "bot/cli_data:export_command": "gotano export, by whoever runs the server",
    "bot/cli_data:note": "what whoever runs the server did, for the audit trail",
    "bot/cli_data:rekey_command": "hooks' secrets, encrypted anew",
    "bot/cli_hooks:_add_out": "gotano hook, by whoever runs the server",
    "bot/cli_hooks_out:replay_command": "gotano hook, by whoever runs the server",
    "bot/cli_hooks:add_command": "gotano hook, by whoever runs the server",
    "bot/cli_hooks:list_command": "gotano hook, by whoever runs the server",
    "bot/cli_hooks:remove_command": "gotano hook, by whoever runs the server",
    "bot/cli_hooks:rotate_command": "gotano hook, by whoever runs the server",
    "bot/hook_guard:HookGuard._genuine": "a hook by its id, before it is known whose deal is told of",
    "bot/demo:Demo.a_day_ahead": "the demo's own database",
    "bot/demo_crm:link_crm": "the demo's own hooks",
    "bot/demo:Demo.jump_to_next_nudge": "the demo's own database",
    "bot/queue_metrics:QueueCollector.collect": "counts, without a word or an id",
    "bot/organisations:Organisations._ask_organisation": "which workspaces have anything stored",
    "bot/organisations:Organisations._move": "a workspace's data goes to its organisation, by Slack's own answer",
    "bot/playbook_trail:note_playbook": "which words and numbers the bot started with",
    "bot/token_renewal:TokenRenewal._renew": "a workspace's token",
    "handlers/listeners/app_lifecycle:_stop": "a workspace that the bot was removed from",
    "handlers/listeners/app_lifecycle:erase_chunks": "a workspace whose time is over",
    "handlers/listeners/app_lifecycle:erase_gone_workspaces": "which workspaces' time is over",
    "handlers/listeners/app_lifecycle:forget_trail": "what the audit trail has held for long enough",
    "handlers/delivery/mornings:_read": "the sweep reads what it is to send",
    "handlers/delivery/mornings:_read_one": "the sweep reads what it is to send",
    "handlers/delivery/dispatcher:send_due": "the sweep claims what is due",
    "handlers/delivery/hand_overs:send_hand_overs": "the sweep claims the messages that are due, and ends what lapsed",
    "handlers/delivery/leftovers:_put_off": "the sweep takes back what reps deleted",
    "handlers/delivery/leftovers:_take_back": "the sweep takes back what reps deleted",
    "handlers/delivery/leftovers:take_back_leftovers": "the sweep takes back what reps deleted",
    "handlers/delivery/outbox:_claim": "the sweep claims what is to be told, with where it goes",
    "handlers/delivery/outbox:forget_old_rows": "what was told long enough ago",
    "handlers/delivery/outbox_try:_keep": "what waits for a hook that failed, whoever it is about",
    "handlers/delivery/outbox_try:_switch_off": "what waits for a hook whose receiver is gone",
    "handlers/delivery/offers:send_offers": "which reps' mornings have come",
    "handlers/delivery/owed_cards:_put_off": "the sweep posts cards that are owed",
    "handlers/delivery/owed_cards:post_owed_cards": "the sweep posts cards that are owed",
    "handlers/delivery/week_notes:send_week_notes": "the sweep claims the notes that are due",
    "handlers/deals/card_post:post_card_once": "the id of a request",
    "handlers/deals/workflow_step:end_steps_in_vain": "which workflows have waited for long enough",
    "handlers/deals/rep:unpark_workspace": "a workspace whose token is good again",
    "handlers/slack/idempotency:closed_before": "the id of a request",
    "handlers/slack/idempotency:forget_old_requests": "the ids of requests",
    "handlers/slack/idempotency:is_seldom": "the id of an answer that comes once in a while",
    "handlers/slack/idempotency:note_closed": "the id of a request",
    "handlers/slack/idempotency:process_once": "the id of a request",
    "handlers/delivery/batch:DeliveryBatch._record": "the sweep settles what it sent",
    "handlers/delivery/team_weeks:_facts": "the weekly job reads what counts, without a word of it",
    "handlers/delivery/team_weeks:_make": "the weekly job makes a team's numbers",
    "handlers/delivery/team_weeks:make_team_weeks": "which teams' numbers are to be made",
    "handlers/deals/team_books:read_team_books": "who counts in with which team, its numbers: no deal of anybody",
    "handlers/deals/team_note:what_it_says": "a lesson that a colleague of the team shared with a channel",
    "handlers/delivery/team_notes:_begin": "the sweep sends the teams' notes",
    "handlers/delivery/team_notes:_end": "the sweep sends the teams' notes",
    "handlers/delivery/team_notes:_put_off": "the sweep sends the teams' notes",
    "handlers/delivery/team_notes:_settle": "the sweep sends the teams' notes",
    "handlers/delivery/team_notes:_tell_end": "the sweep sends the teams' notes",
    "handlers/delivery/team_notes:_to_channel": "the sweep sends the teams' notes",
    "handlers/delivery/team_notes:_wait": "the sweep sends the teams' notes",
    "handlers/delivery/team_notes:send_team_notes": "the sweep claims the notes that are due",
    "handlers/delivery/undo_expiry:end_undos": "the sweep ends what can be undone no more",
    "storage/installations:Installations.renewed": "a workspace whose token is good again",
    "storage/installations:Installations.save": "a workspace that installed the bot",
}
"""Each with what for. A new one is a decision: whoever answers a rep's request is not to be among them."""

BY_AN_ENGINE = {
    f"storage/{name}" for name in ("database", "installations", "migrate", "patience", "upgrade")
} | {f"bot/{name}" for name in ("check", "cli_migrate", "demo", "health", "run")}
"""Migrations, how long an answer is waited for, and the tokens' own tables: nothing of a rep's."""


def uses(wanted: str) -> Iterator[tuple[str, ast.expr]]:
    """Every name or attribute `wanted` in what runs, with the module and function it stands in."""
    for folder in ("bot", "handlers", "storage"):
        for file in sorted((ROOT / folder).rglob("*.py")):
            place = file.relative_to(ROOT).with_suffix("").as_posix()
            if place not in THE_BOUND_ITSELF:
                yield from _within(ast.parse(file.read_text(encoding="utf-8")), f"{place}:", wanted)


def _within(part: ast.AST, place: str, wanted: str) -> Iterator[tuple[str, ast.expr]]:
    for node in ast.iter_child_nodes(part):
        here = place
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            here = f"{place}{'' if place.endswith(':') else '.'}{node.name}"
        if isinstance(node, ast.Name) and node.id == wanted:
            yield here, node
        if isinstance(node, ast.Attribute) and node.attr == wanted:
            yield here, node
        yield from _within(node, here, wanted)


def test_everybody_s_rows_are_asked_for_in_these_functions_alone() -> None:
    assert {place for place, _ in uses("EVERYBODY")} == set(FOR_EVERYBODY)


def test_everybody_goes_by_its_own_name() -> None:
    """Under another one it would be used where nobody looks."""
    assert [place for place, _ in uses("Everybody")] == []


@pytest.mark.parametrize("door", ["read", "write"])
def test_nobody_opens_a_session_without_saying_whose(door: str) -> None:
    for folder in ("bot", "handlers", "storage"):
        for file in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(f"db.{door}"):
                    assert node.args or node.keywords, f"{folder}/{file.name}:{node.lineno}"


@pytest.mark.parametrize("engine", ["engine", "reading_engine", "_writer", "_reader"])
def test_nobody_else_goes_past_the_bound_by_an_engine(engine: str) -> None:
    assert {place.partition(":")[0] for place, _ in uses(engine)} <= BY_AN_ENGINE
