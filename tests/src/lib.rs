//! A deployment of its own for each test file.
