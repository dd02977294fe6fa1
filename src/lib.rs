//! SSID Desk: the map of the house.

pub mod domain;
pub mod practice;
pub mod sample;
