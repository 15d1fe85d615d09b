// Node with nothing but an ES module.
