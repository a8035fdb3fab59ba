fn main() {
    let start = std::time::Instant::now();
    static START: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
    START.get_or_init(|| start);
    fn clock() -> f64 { START.get().unwrap().elapsed().as_secs_f64() }
    for t in heaviside_bench::measure::threads(clock, 1.0, &[1,2]).unwrap() {
        println!("{} {} {:?} {:.2}", t.name, t.solver, t.points, t.points[0].1/t.points[1].1);
    }
}
