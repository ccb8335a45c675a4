/* SQLite includes it; nothing of it is used in a guest. */
