//! A server from a catalogue alone, for front ends that are built before the real server is there.
