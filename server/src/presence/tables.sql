-- A user's row is written before anything about them is counted: its lock puts the nodes in one order.
CREATE TABLE presence_users (
    system TEXT NOT NULL,
    user_id TEXT NOT NULL,
    last_active_at TEXT NOT NULL,
    PRIMARY KEY (system, user_id)
);
CREATE TABLE presence_connections (
    system TEXT NOT NULL,
    id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    node TEXT NOT NULL,
    connected_at TEXT NOT NULL,
    PRIMARY KEY (system, id)
);
CREATE INDEX presence_connections_user ON presence_connections (system, user_id);
-- `alive_until` is in milliseconds since 1970.
CREATE TABLE presence_nodes (
    system TEXT NOT NULL,
    node TEXT NOT NULL,
    alive_until BIGINT NOT NULL,
    PRIMARY KEY (system, node)
);
