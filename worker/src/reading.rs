//! Read, post, and read again when the conversation says otherwise.
