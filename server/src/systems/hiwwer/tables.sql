CREATE TABLE hiwwer_users (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL
);
CREATE TABLE hiwwer_orders (
    id TEXT PRIMARY KEY,
    client_id TEXT NOT NULL,
    performer_id TEXT NOT NULL,
    title TEXT NOT NULL,
    status TEXT NOT NULL,
    created_at TEXT NOT NULL
);
CREATE INDEX hiwwer_orders_client ON hiwwer_orders (client_id, performer_id);
CREATE INDEX hiwwer_orders_performer ON hiwwer_orders (performer_id, client_id);
CREATE TABLE hiwwer_disputes (
    id TEXT PRIMARY KEY,
    order_id TEXT NOT NULL UNIQUE,
    opened_by TEXT NOT NULL,
    opened_by_role TEXT NOT NULL,
    reason TEXT NOT NULL,
    created_at TEXT NOT NULL
);
-- A room is the chat of an order or of a dispute, by the address of its channel. Its messages are numbered.
CREATE TABLE hiwwer_rooms (
    room TEXT PRIMARY KEY,
    last_number BIGINT NOT NULL
);
CREATE TABLE hiwwer_messages (
    id TEXT PRIMARY KEY,
    room TEXT NOT NULL,
    number BIGINT NOT NULL,
    sender_id TEXT NOT NULL,
    sender_role TEXT NOT NULL,
    text TEXT NOT NULL,
    created_at TEXT NOT NULL,
    read_at TEXT,
    UNIQUE (room, number)
);
CREATE INDEX hiwwer_messages_sender ON hiwwer_messages (sender_id, room);
-- How far somebody has read.
CREATE TABLE hiwwer_readers (
    room TEXT NOT NULL,
    user_id TEXT NOT NULL,
    number BIGINT NOT NULL,
    PRIMARY KEY (room, user_id)
);
-- `message_id` is empty from the upload until the message is sent.
CREATE TABLE hiwwer_attachments (
    id TEXT PRIMARY KEY,
    room TEXT NOT NULL,
    uploader_id TEXT NOT NULL,
    message_id TEXT,
    place BIGINT NOT NULL,
    file_name TEXT NOT NULL,
    mime_type TEXT NOT NULL,
    size BIGINT NOT NULL,
    created_at TEXT NOT NULL
);
CREATE INDEX hiwwer_attachments_message ON hiwwer_attachments (message_id);
CREATE INDEX hiwwer_attachments_created ON hiwwer_attachments (created_at);
CREATE TABLE hiwwer_notifications (
    id TEXT PRIMARY KEY,
    user_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    link TEXT,
    created_at TEXT NOT NULL
);
CREATE INDEX hiwwer_notifications_user ON hiwwer_notifications (user_id, created_at);
