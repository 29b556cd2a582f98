"""Who says what in a text, as spans: the trained model, run and decoded."""
