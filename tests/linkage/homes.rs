//! Where families live, and their phones.

use crate::dice::Dice;

const STREETS: &str = "Second Third First Fourth Park Fifth Main Sixth Oak Seventh Pine Maple Cedar Eighth Elm View \
    Washington Ninth Lake Hill Walnut Tenth Spring North Ridge Lincoln Church Willow Mill Sunset Railroad Eleventh \
    Jackson Cherry West South Twelfth Center Highland Johnson Forest Jefferson Hickory Wilson River Meadow Valley \
    Smith East Chestnut Thirteenth Franklin Adams Fourteenth Spruce Laurel Davis Birch Williams Lee Dogwood Green \
    Poplar Locust Woodland Taylor Ash Madison Fifteenth Hillcrest Sycamore Broadway Miller Lakeview College Central";

/// A phone number as an office writes it.
pub fn phone(dice: &mut Dice) -> String {
    let area = *dice.pick(&["801", "385", "435"]);
    format!("({area}) {}-{:04}", dice.between(200, 999), dice.below(10_000))
}

/// An address: a street or a place in the grid, one in seven with an apartment.
pub fn address(dice: &mut Dice) -> String {
    let number = dice.between(20, 9_999);
    let grid = dice.chance(345);
    let street = if grid {
        let way = dice.pick(&["N", "S", "E", "W"]);
        let line = dice.between(2, 93) * 100;
        format!("{number} {way} {line} {}", dice.pick(&["N", "S", "E", "W"]))
    } else {
        let streets: Vec<&str> = STREETS.split_whitespace().collect();
        let kind = dice.pick(&["St", "Ave", "Dr", "Way", "Ln", "Ct", "Cir", "Rd"]);
        format!("{number} {} {kind}", dice.pick(&streets))
    };
    match dice.chance(145) {
        true => another_flat(&street, dice),
        false => street,
    }
}

/// An apartment in the house of an address.
pub fn another_flat(address: &str, dice: &mut Dice) -> String {
    let house = address.split(" Apt ").next().unwrap_or(address);
    let house = house.split(" #").next().unwrap_or(house);
    let sign = if house.ends_with([' ', 'N', 'S', 'E', 'W']) {
        "Apt "
    } else {
        "#"
    };
    format!("{house} {sign}{}", dice.between(1, 330))
}
