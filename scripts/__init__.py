"""What the Makefile and the image run besides the bot; nothing of it is installed with it."""
