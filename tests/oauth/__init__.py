"""The bot for many workspaces: installed by OAuth, from its first page to the last row erased."""
