//! What carries frames: Socket.IO over engine.io, and plain WebSocket over axum.

pub(crate) mod socketio;
pub(crate) mod websocket;
