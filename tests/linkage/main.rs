//! tmp
mod damage;
mod dice;
mod families;
mod made;
mod names;
mod noise;
mod typing;

fn main() {
    let a: Vec<String> = std::env::args().collect();
    let t = std::time::Instant::now();
    let m = made::Made::new(a[1].parse().unwrap(), a[2].parse().unwrap());
    eprintln!("{:?}", t.elapsed());
    m.write(std::path::Path::new(&a[3])).unwrap();
    eprintln!("{:?}", t.elapsed());
}
