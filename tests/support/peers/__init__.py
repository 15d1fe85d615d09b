"""What the interop tests' Python side is made of: others' software that makes messages, and others' software that reads
them.

Values on their way to JavaScript are strings that say their type: "bytes 3082", "integer 17",
"time 2024-02-29T12:00:00.000Z"; "undefined" is JavaScript's. A key that ends in "()" is a method's result.
"""
