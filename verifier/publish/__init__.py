"""Where findings go to reach people: the issues and pull requests of a repository, and messages.

Takes: texts of drifts, the report they come from, and what a service already holds. Gives: the least that has to be done there,
and does it. Never: judges, words what is told, or does anything when it could not read what is there already.
"""
