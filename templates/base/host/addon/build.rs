fn main() {
    napi_build::setup();
    let features = std::env::var("CARGO_CFG_TARGET_FEATURE").unwrap_or_default();
    #[allow(clippy::print_stdout)] // this is how build scripts answer
    {
        println!("cargo::rustc-env=TARGET_FEATURES={features}");
    }
}
