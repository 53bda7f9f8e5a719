"""A flow file is a pytest file, a flow is an item; wires the sync driver to pytest-playwright's `new_context`."""
