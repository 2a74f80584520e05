"""What we remember: tables, queries and migrations. Rows never leave this folder."""
