"""Whole journeys through the bot, told as a rep lives them."""
