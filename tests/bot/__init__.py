"""The running process: settings, command line, server, and how it starts and stops."""
