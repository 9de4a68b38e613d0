"""Where the time of an answer goes, without servers between: what explains a figure that falls short of its goal."""
