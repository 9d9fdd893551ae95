// What a kernel may use of the machine. `platform.twin.ts` has the same names in plain TypeScript, so that one source
// gives both the WebAssembly and its twin. Addresses are byte addresses below 2 GiB.

@inline export function ld8(p: i32): i32 { return <i32>load<u8>(p); }
@inline export function ld16(p: i32): i32 { return <i32>load<u16>(p); }
@inline export function ld32(p: i32): i32 { return load<i32>(p); }
@inline export function ldF32(p: i32): f64 { return <f64>load<f32>(p); }
@inline export function ldF64(p: i32): f64 { return load<f64>(p); }
@inline export function st8(p: i32, v: i32): void { store<u8>(p, <u8>v); }
@inline export function st16(p: i32, v: i32): void { store<u16>(p, <u16>v); }
@inline export function st32(p: i32, v: i32): void { store<i32>(p, v); }
@inline export function stF32(p: i32, v: f64): void { store<f32>(p, <f32>v); }
@inline export function stF64(p: i32, v: f64): void { store<f64>(p, v); }
