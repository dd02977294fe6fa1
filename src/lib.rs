//! SSID Desk: the map of the house.

pub mod app;
pub mod cli;
pub mod domain;
pub mod files;
pub mod practice;
pub mod sample;
pub mod store;
pub mod ui;
