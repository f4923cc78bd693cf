//! Products and orders.

use event_contracts::mechamap::types::OrderStatus;
use event_contracts::runtime::{Date, Timestamp};
use event_hub::StoreError;
use serde::Serialize;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use crate::column;

/// A product.
#[derive(Clone, Debug, Serialize)]
pub struct Product {
    /// The product.
    pub id: i64,
    /// Whose it is.
    pub seller_id: i64,
    /// Its name.
    pub name: String,
    /// What it costs.
    pub price: f64,
    /// How many there are.
    pub stock: u64,
    /// From how many downwards the stock is low.
    pub low_stock_threshold: u64,
}

impl Product {
    /// Whether so many are few.
    pub fn is_low(&self, stock: u64) -> bool {
        stock <= self.low_stock_threshold
    }
}

/// Keeps a new product.
pub async fn offer(db: &mut AnyConnection, product: &Product) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO mechamap_products (id, seller_id, name, price, stock, low_stock_threshold)
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(product.id)
    .bind(product.seller_id)
    .bind(&*product.name)
    .bind(product.price)
    .bind(column::number(product.stock))
    .bind(column::number(product.low_stock_threshold))
    .execute(db)
    .await?;
    Ok(())
}

/// A product, held until the end of the transaction.
pub async fn hold(db: &mut AnyConnection, id: i64) -> Result<Option<Product>, StoreError> {
    let row = sqlx::query(
        "UPDATE mechamap_products SET stock = stock WHERE id = $1
         RETURNING id, seller_id, name, price, stock, low_stock_threshold",
    )
    .bind(id)
    .fetch_optional(db)
    .await?;
    let read = |row: AnyRow| {
        Ok::<_, sqlx::Error>(Product {
            id: row.try_get("id")?,
            seller_id: row.try_get("seller_id")?,
            name: row.try_get("name")?,
            price: row.try_get("price")?,
            stock: column::count(&row, "stock")?,
            low_stock_threshold: column::count(&row, "low_stock_threshold")?,
        })
    };
    Ok(row.map(read).transpose()?)
}

/// Says how many there are.
pub async fn set_stock(db: &mut AnyConnection, id: i64, stock: u64) -> Result<(), StoreError> {
    sqlx::query("UPDATE mechamap_products SET stock = $2 WHERE id = $1")
        .bind(id)
        .bind(column::number(stock))
        .execute(db)
        .await?;
    Ok(())
}

/// Says what it costs.
pub async fn set_price(db: &mut AnyConnection, id: i64, price: f64) -> Result<(), StoreError> {
    sqlx::query("UPDATE mechamap_products SET price = $2 WHERE id = $1").bind(id).bind(price).execute(db).await?;
    Ok(())
}

/// An order.
#[derive(Clone, Debug, Serialize)]
pub struct Order {
    /// The order.
    pub id: i64,
    /// What was ordered.
    pub product_id: i64,
    /// By whom.
    pub buyer_id: i64,
    /// How many.
    pub quantity: u64,
    /// How far it has come.
    pub status: OrderStatus,
    /// The carrier's number of the parcel, once there is one.
    pub tracking_number: Option<String>,
    /// The day of delivery, once it is known.
    pub estimated_delivery: Option<Date>,
    /// When it was made.
    pub created_at: Timestamp,
}

/// Keeps a new order.
pub async fn order(db: &mut AnyConnection, order: &Order) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO mechamap_orders (id, product_id, buyer_id, quantity, status, created_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(order.id)
    .bind(order.product_id)
    .bind(order.buyer_id)
    .bind(column::number(order.quantity))
    .bind(order.status.as_str())
    .bind(order.created_at.as_str())
    .execute(db)
    .await?;
    Ok(())
}

/// An order, held until the end of the transaction.
pub async fn hold_order(db: &mut AnyConnection, id: i64) -> Result<Option<Order>, StoreError> {
    let row = sqlx::query(
        "UPDATE mechamap_orders SET status = status WHERE id = $1
         RETURNING id, product_id, buyer_id, quantity, status, tracking_number, estimated_delivery, created_at",
    )
    .bind(id)
    .fetch_optional(db)
    .await?;
    Ok(row.as_ref().map(read_order).transpose()?)
}

/// A buyer's orders, the newest first: before this id, or from the newest.
pub async fn orders(
    db: &mut AnyConnection,
    buyer: i64,
    before: Option<i64>,
    limit: usize,
) -> Result<Vec<Order>, StoreError> {
    let rows = sqlx::query(
        "SELECT id, product_id, buyer_id, quantity, status, tracking_number, estimated_delivery, created_at
         FROM mechamap_orders WHERE buyer_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3",
    )
    .bind(buyer)
    .bind(before.unwrap_or(i64::MAX))
    .bind(column::limit(limit))
    .fetch_all(db)
    .await?;
    Ok(rows.iter().map(read_order).collect::<Result<_, _>>()?)
}

fn read_order(row: &AnyRow) -> Result<Order, sqlx::Error> {
    Ok(Order {
        id: row.try_get("id")?,
        product_id: row.try_get("product_id")?,
        buyer_id: row.try_get("buyer_id")?,
        quantity: column::count(row, "quantity")?,
        status: column::word(row, "status")?,
        tracking_number: row.try_get("tracking_number")?,
        estimated_delivery: column::maybe_date(row, "estimated_delivery")?,
        created_at: column::time(row, "created_at")?,
    })
}

/// Brings an order further.
pub async fn advance(db: &mut AnyConnection, order: &Order) -> Result<(), StoreError> {
    sqlx::query("UPDATE mechamap_orders SET status = $2, tracking_number = $3, estimated_delivery = $4 WHERE id = $1")
        .bind(order.id)
        .bind(order.status.as_str())
        .bind(order.tracking_number.as_deref())
        .bind(order.estimated_delivery.as_ref().map(Date::as_str))
        .execute(db)
        .await?;
    Ok(())
}
