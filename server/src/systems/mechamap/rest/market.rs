//! Products, their stock and price, and orders.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use event_contracts::mechamap as contract;
use event_contracts::mechamap::events::{
    MarketplaceOrderStatusChanged, MarketplacePriceChanged, MarketplaceStockLowWarning, MarketplaceStockUpdated,
};
use event_contracts::mechamap::types::{NotificationType, OrderStatus, UserNotification};
use event_contracts::runtime::{Date, Timestamp};
use event_hub::{Hub, Tx};
use serde::Deserialize;
use utoipa::ToSchema;

use super::super::store::market::{self, Order, Product};
use super::super::{Mechamap, SELLER, SERVICE, number, telling};
use super::{id_of, member};
use crate::clock;
use crate::http::{Caller, Json, Page, Paging, Path, Problem, Query, RequestId, limited};

/// The largest stock and the largest order.
const MOST: u64 = 1_000_000_000;

/// A new product.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = mechamap::NewProduct)]
pub struct NewProduct {
    /// Its name.
    name: String,
    /// What it costs.
    price: f64,
    /// How many there are.
    stock: u64,
    /// From how many downwards the stock is low; 5 unless given.
    low_stock_threshold: Option<u64>,
}

/// Offers a product, by a seller
#[utoipa::path(
    post, path = "/products", tag = "mechamap",
    responses((status = 201, description = "The product")),
)]
pub async fn offer(
    State(system): State<Arc<Mechamap>>,
    caller: Caller,
    Json(body): Json<NewProduct>,
) -> Result<(StatusCode, Json<Product>), Problem> {
    caller.must_be(SELLER)?;
    limited("name", &body.name, 200)?;
    let price = money("price", body.price)?;
    let mut tx = system.hub.store().begin().await?;
    let seller_id = member(&mut tx, &caller).await?.id;
    let product = Product {
        id: tx.next_id("mechamap_products").await?,
        seller_id,
        name: body.name,
        price,
        stock: amount("stock", body.stock)?,
        low_stock_threshold: amount("low_stock_threshold", body.low_stock_threshold.unwrap_or(5))?,
    };
    market::offer(tx.conn(), &product).await?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, Json(product)))
}

fn money(field: &str, amount: f64) -> Result<f64, Problem> {
    let fits = amount.is_finite() && (0.0..=1e12).contains(&amount);
    if fits { Ok(amount) } else { Err(Problem::field(field, "must be from 0 to 1000000000000")) }
}

fn amount(field: &str, amount: u64) -> Result<u64, Problem> {
    if amount <= MOST { Ok(amount) } else { Err(Problem::field(field, format!("must be from 0 to {MOST}"))) }
}

/// How many there are.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = mechamap::StockChange)]
pub struct StockChange {
    /// How many.
    stock: u64,
}

/// Says how many there are of a product, by its seller or a service
///
/// Who looks at the product is told with `marketplace.stock.updated`, and the seller with `marketplace.stock.low_warning` when
/// they become few.
#[utoipa::path(
    patch, path = "/products/{id}/stock", tag = "mechamap",
    responses((status = 200, description = "The product")),
)]
pub async fn set_stock(
    State(system): State<Arc<Mechamap>>,
    caller: Caller,
    request: RequestId,
    Path(id): Path<i64>,
    Json(body): Json<StockChange>,
) -> Result<Json<Product>, Problem> {
    let stock = amount("stock", body.stock)?;
    let mut tx = system.hub.store().begin().await?;
    let mut product = own(&mut tx, &caller, id).await?;
    change_stock(&system.on_behalf_of(&caller, &request), &mut tx, &mut product, stock).await?;
    tx.commit().await?;
    Ok(Json(product))
}

/// A product, held until the end of the transaction, if the caller may change it.
async fn own(tx: &mut Tx, caller: &Caller, id: i64) -> Result<Product, Problem> {
    let product = market::hold(tx.conn(), id).await?.ok_or_else(|| Problem::not_found("product"))?;
    if caller.is(SERVICE) || product.seller_id == id_of(caller)? {
        return Ok(product);
    }
    Err(Problem::denied("a product is changed by who sells it"))
}

/// Sets the stock of a product that is held, and tells if it is another.
async fn change_stock(
    hub: &Hub<contract::Mechamap>,
    tx: &mut Tx,
    product: &mut Product,
    stock: u64,
) -> Result<(), Problem> {
    let old_stock = product.stock;
    if old_stock == stock {
        return Ok(());
    }
    market::set_stock(tx.conn(), product.id, stock).await?;
    product.stock = stock;
    let is_low_stock = product.is_low(stock);
    let low_stock_threshold = product.low_stock_threshold;
    let updated = MarketplaceStockUpdated {
        product_id: product.id,
        old_stock,
        new_stock: stock,
        is_low_stock,
        low_stock_threshold,
    };
    hub.emit(tx, &updated)?;
    if is_low_stock && !product.is_low(old_stock) {
        let warning = MarketplaceStockLowWarning {
            seller_id: product.seller_id,
            product_id: product.id,
            product_name: product.name.clone(),
            stock,
            low_stock_threshold,
        };
        hub.counted().emit(tx, &warning)?;
    }
    Ok(())
}

/// What a product costs.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = mechamap::PriceChange)]
pub struct PriceChange {
    /// How much.
    price: f64,
    /// Until when, if the price is a sale's.
    #[schema(value_type = Option<String>, format = DateTime)]
    sale_ends_at: Option<Timestamp>,
}

/// Says what a product costs, by its seller or a service
///
/// Who looks at it is told with `marketplace.price.changed`.
#[utoipa::path(
    patch, path = "/products/{id}/price", tag = "mechamap",
    responses((status = 200, description = "The product")),
)]
pub async fn set_price(
    State(system): State<Arc<Mechamap>>,
    caller: Caller,
    request: RequestId,
    Path(id): Path<i64>,
    Json(body): Json<PriceChange>,
) -> Result<Json<Product>, Problem> {
    let new_price = money("price", body.price)?;
    let mut tx = system.hub.store().begin().await?;
    let mut product = own(&mut tx, &caller, id).await?;
    let old_price = std::mem::replace(&mut product.price, new_price);
    market::set_price(tx.conn(), id, new_price).await?;
    let changed = MarketplacePriceChanged {
        product_id: id,
        old_price,
        new_price,
        discount_percentage: discount(old_price, new_price),
        sale_ends_at: body.sale_ends_at,
    };
    system.on_behalf_of(&caller, &request).emit(&mut tx, &changed)?;
    tx.commit().await?;
    Ok(Json(product))
}

/// The discount in whole per cent; none where the price rose.
fn discount(old: f64, new: f64) -> u64 {
    let share = if old > 0.0 { (old - new) / old * 100.0 } else { 0.0 };
    // From 0 to 100, so nothing is cut off.
    share.clamp(0.0, 100.0).round() as u64
}

/// What is ordered.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = mechamap::NewOrder)]
pub struct NewOrder {
    /// The product.
    product_id: i64,
    /// How many; 1 unless given.
    quantity: Option<u64>,
}

/// Orders a product
///
/// Its stock is told as after any other change.
#[utoipa::path(post, path = "/orders", tag = "mechamap", responses((status = 201, description = "The order")))]
pub async fn order(
    State(system): State<Arc<Mechamap>>,
    caller: Caller,
    request: RequestId,
    Json(body): Json<NewOrder>,
) -> Result<(StatusCode, Json<Order>), Problem> {
    let quantity = amount("quantity", body.quantity.unwrap_or(1))?;
    if quantity == 0 {
        return Err(Problem::field("quantity", "must be 1 at least"));
    }
    let mut tx = system.hub.store().begin().await?;
    let buyer_id = member(&mut tx, &caller).await?.id;
    let product = market::hold(tx.conn(), body.product_id).await?;
    let mut product = product.ok_or_else(|| Problem::not_found("product").at("product_id"))?;
    let Some(left) = product.stock.checked_sub(quantity) else {
        return Err(Problem::conflict(format!("there are {} of it", product.stock)));
    };
    change_stock(&system.on_behalf_of(&caller, &request), &mut tx, &mut product, left).await?;
    let order = Order {
        id: tx.next_id("mechamap_orders").await?,
        product_id: product.id,
        buyer_id,
        quantity,
        status: OrderStatus::Pending,
        tracking_number: None,
        estimated_delivery: None,
        created_at: clock::now(),
    };
    market::order(tx.conn(), &order).await?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, Json(order)))
}

/// The caller's orders, the newest first
#[utoipa::path(
    get, path = "/orders", tag = "mechamap", params(Paging),
    responses((status = 200, description = "Orders")),
)]
pub async fn orders(
    State(system): State<Arc<Mechamap>>,
    caller: Caller,
    Query(paging): Query<Paging>,
) -> Result<Json<Page<Order>>, Problem> {
    let limit = paging.limit()?;
    let mut db = system.db().await?;
    let list = market::orders(&mut db, id_of(&caller)?, paging.after_number()?, limit.saturating_add(1)).await?;
    Ok(Json(Page::of(list, limit, |order| order.id.to_string())))
}

/// How far an order has come.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = mechamap::OrderChange)]
pub struct OrderChange {
    /// `processing`, `shipped`, `delivered` or `cancelled`.
    #[schema(value_type = String)]
    status: OrderStatus,
    /// The carrier's number of the parcel.
    tracking_number: Option<String>,
    /// The day of delivery.
    #[schema(value_type = Option<String>, format = Date)]
    estimated_delivery: Option<Date>,
}

/// Brings an order further, by who sells the product or a service
///
/// Who ordered may cancel it before it is shipped. They are told with `marketplace.order.status_changed`, and with
/// `notification.sent` when it is shipped.
#[utoipa::path(
    patch, path = "/orders/{id}/status", tag = "mechamap",
    responses((status = 200, description = "The order")),
)]
pub async fn advance(
    State(system): State<Arc<Mechamap>>,
    caller: Caller,
    request: RequestId,
    Path(id): Path<i64>,
    Json(body): Json<OrderChange>,
) -> Result<Json<Order>, Problem> {
    let mut tx = system.hub.store().begin().await?;
    let mut order = market::hold_order(tx.conn(), id).await?.ok_or_else(|| Problem::not_found("order"))?;
    let product = market::hold(tx.conn(), order.product_id).await?;
    let mut product = product.ok_or_else(|| Problem::not_found("product"))?;
    // A service need not be a user of the site.
    let me = number(&caller.0);
    let is_buyer = me == Some(order.buyer_id);
    let cancels = body.status == OrderStatus::Cancelled && is_buyer;
    if !(caller.is(SERVICE) || me == Some(product.seller_id) || cancels) {
        return Err(if is_buyer {
            Problem::denied("who ordered may cancel, and nothing else")
        } else {
            Problem::not_found("order")
        });
    }
    if !may_follow(&order.status, &body.status) {
        return Err(Problem::conflict(format!("`{}` does not follow `{}`", body.status, order.status)));
    }
    let old_status = std::mem::replace(&mut order.status, body.status);
    order.tracking_number = body.tracking_number.or(order.tracking_number);
    order.estimated_delivery = body.estimated_delivery.or(order.estimated_delivery);
    market::advance(tx.conn(), &order).await?;
    let hub = system.on_behalf_of(&caller, &request);
    let changed = MarketplaceOrderStatusChanged {
        order_id: id,
        old_status,
        new_status: order.status.clone(),
        tracking_number: order.tracking_number.clone(),
        estimated_delivery: order.estimated_delivery.clone(),
    };
    hub.emit_to(&mut tx, &changed.to(order.buyer_id), &changed)?;
    if order.status == OrderStatus::Shipped {
        telling::notify(&hub, &mut tx, order.buyer_id, shipped(&order)).await?;
    }
    if order.status == OrderStatus::Cancelled {
        let stock = product.stock.saturating_add(order.quantity).min(MOST);
        change_stock(&hub, &mut tx, &mut product, stock).await?;
    }
    tx.commit().await?;
    Ok(Json(order))
}

fn may_follow(old: &OrderStatus, new: &OrderStatus) -> bool {
    use OrderStatus::{Cancelled, Delivered, Pending, Processing, Shipped};
    matches!((old, new), (Pending, Processing | Cancelled) | (Processing, Shipped | Cancelled) | (Shipped, Delivered))
}

fn shipped(order: &Order) -> UserNotification {
    UserNotification {
        id: 0,
        r#type: NotificationType::OrderShipped,
        title: "Your order has been shipped".to_owned(),
        message: format!("Order #{} is on its way", order.id),
        icon: Some("truck".to_owned()),
        action_url: Some(format!("/orders/{}", order.id)),
        created_at: clock::now(),
    }
}
