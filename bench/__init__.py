"""Measurements of the running bot; nothing here is a test."""
