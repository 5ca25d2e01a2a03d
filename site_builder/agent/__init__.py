"""An archive for language models: what they can ask of it, and a server of the Model Context Protocol."""
