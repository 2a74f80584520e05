"""The running process: settings, the Bolt app, the scheduler, the server and the command line."""
