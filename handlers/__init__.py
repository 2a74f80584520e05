"""What happens when something happens, from Slack or from the clock.

A handler reads what came, decides with `coaching`, stores with `storage` and answers with `prompts`. Four floors,
each of which may use those below it: `listeners` (Slack asks), `delivery` (the clock strikes), `deals` (what both do
with a lost deal) and `slack` (what any handler needs).
"""
