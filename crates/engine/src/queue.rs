//! The order of the queue: who waits longest and matters most.
