"""What was seen against what the guide states and what was recorded.

Takes: a `Flow`, its `FlowRun`, a `Baseline`. Gives: a `Verdict` with typed findings. Never: looks at a browser, a clock or
a disk; never changes what it judges.
"""
