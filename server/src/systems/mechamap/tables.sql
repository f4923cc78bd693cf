CREATE TABLE mechamap_users (
    id BIGINT PRIMARY KEY,
    name TEXT NOT NULL,
    username TEXT NOT NULL,
    avatar_url TEXT
);
CREATE TABLE mechamap_follows (
    user_id BIGINT NOT NULL,
    follower_id BIGINT NOT NULL,
    PRIMARY KEY (user_id, follower_id)
);
CREATE INDEX mechamap_follows_follower ON mechamap_follows (follower_id);
CREATE TABLE mechamap_activities (
    id BIGINT PRIMARY KEY,
    user_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    content_id BIGINT NOT NULL,
    content_title TEXT NOT NULL,
    created_at TEXT NOT NULL
);
CREATE INDEX mechamap_activities_user ON mechamap_activities (user_id, id);
CREATE TABLE mechamap_threads (
    id BIGINT PRIMARY KEY,
    forum_id BIGINT NOT NULL,
    author_id BIGINT NOT NULL,
    title TEXT NOT NULL,
    reply_count BIGINT NOT NULL,
    view_count BIGINT NOT NULL,
    created_at TEXT NOT NULL
);
CREATE TABLE mechamap_comments (
    id BIGINT PRIMARY KEY,
    thread_id BIGINT NOT NULL,
    parent_id BIGINT,
    author_id BIGINT NOT NULL,
    content TEXT NOT NULL,
    created_at TEXT NOT NULL,
    edited_at TEXT
);
CREATE INDEX mechamap_comments_thread ON mechamap_comments (thread_id, id);
CREATE TABLE mechamap_reactions (
    comment_id BIGINT NOT NULL,
    reaction_type TEXT NOT NULL,
    user_id BIGINT NOT NULL,
    PRIMARY KEY (comment_id, reaction_type, user_id)
);
CREATE TABLE mechamap_products (
    id BIGINT PRIMARY KEY,
    seller_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    price DOUBLE PRECISION NOT NULL,
    stock BIGINT NOT NULL,
    low_stock_threshold BIGINT NOT NULL
);
CREATE TABLE mechamap_orders (
    id BIGINT PRIMARY KEY,
    product_id BIGINT NOT NULL,
    buyer_id BIGINT NOT NULL,
    quantity BIGINT NOT NULL,
    status TEXT NOT NULL,
    tracking_number TEXT,
    estimated_delivery TEXT,
    created_at TEXT NOT NULL
);
CREATE INDEX mechamap_orders_buyer ON mechamap_orders (buyer_id, id);
CREATE TABLE mechamap_participants (
    conversation_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    PRIMARY KEY (conversation_id, user_id)
);
CREATE TABLE mechamap_messages (
    id BIGINT PRIMARY KEY,
    conversation_id BIGINT NOT NULL,
    sender_id BIGINT NOT NULL,
    content TEXT NOT NULL,
    created_at TEXT NOT NULL
);
CREATE INDEX mechamap_messages_conversation ON mechamap_messages (conversation_id, id);
CREATE TABLE mechamap_notifications (
    id BIGINT PRIMARY KEY,
    user_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    message TEXT NOT NULL,
    icon TEXT,
    action_url TEXT,
    created_at TEXT NOT NULL,
    read_at TEXT
);
CREATE INDEX mechamap_notifications_user ON mechamap_notifications (user_id, id);
CREATE TABLE mechamap_alerts (
    id BIGINT PRIMARY KEY,
    user_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    message TEXT NOT NULL,
    ip_address TEXT,
    action_url TEXT,
    created_at TEXT NOT NULL
);
CREATE TABLE mechamap_announcements (
    id BIGINT PRIMARY KEY,
    title TEXT NOT NULL,
    message TEXT NOT NULL,
    action_url TEXT,
    starts_at TEXT NOT NULL,
    ends_at TEXT
);
CREATE TABLE mechamap_showcases (
    id BIGINT PRIMARY KEY,
    author_id BIGINT NOT NULL,
    title TEXT NOT NULL,
    view_count BIGINT NOT NULL,
    like_count BIGINT NOT NULL,
    comment_count BIGINT NOT NULL
);
CREATE TABLE mechamap_showcase_news (
    id BIGINT PRIMARY KEY,
    showcase_id BIGINT NOT NULL,
    update_type TEXT NOT NULL,
    image_url TEXT,
    description TEXT NOT NULL,
    created_at TEXT NOT NULL
);
CREATE TABLE mechamap_showcase_likes (
    showcase_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    PRIMARY KEY (showcase_id, user_id)
);
CREATE TABLE mechamap_showcase_comments (
    id BIGINT PRIMARY KEY,
    showcase_id BIGINT NOT NULL,
    author_id BIGINT NOT NULL,
    content TEXT NOT NULL,
    created_at TEXT NOT NULL
);
