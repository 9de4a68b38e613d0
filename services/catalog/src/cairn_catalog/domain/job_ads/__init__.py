"""From the text of job ads to the shopping list of skills. Pure: text and a lexicon in, an analysis out."""
