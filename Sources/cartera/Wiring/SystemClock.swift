import FieldModel
internal import Glibc
import SyncClient

/// The computer's clocks.
struct SystemClock: ClientClock {
    let bootID: [UInt8]

    init() {
        let text = try? Home(path: "").readText("/proc/sys/kernel/random/boot_id")
        bootID = text.flatMap { Identifier($0.filter { !$0.isWhitespace }) }?.bytes ?? []
    }

    func now() -> Instant { Instant(milliseconds: Self.milliseconds(CLOCK_REALTIME)) }

    /// Counts while the computer sleeps too: what passed is what the server's clock says has passed.
    func monotonic() -> Int64 { Self.milliseconds(CLOCK_BOOTTIME) }

    private static func milliseconds(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }

    /// Seconds east of UTC of the laptop's own zone, now.
    static var localOffsetSeconds: Int32 {
        var seconds = time(nil)
        var parts = tm()
        localtime_r(&seconds, &parts)
        return Int32(parts.tm_gmtoff)
    }
}
