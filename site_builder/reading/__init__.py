"""YAML to typed values that know their line: nodes, kinds of values, identifiers."""
