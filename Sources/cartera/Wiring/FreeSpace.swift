internal import Glibc

/// What is left of the disk that a home is on, for whoever is not root.
enum FreeSpace {
    static func bytes(_ path: String) -> UInt64? {
        var system = statvfs()
        guard statvfs(path, &system) == 0 else { return nil }
        return UInt64(system.f_bavail) * UInt64(system.f_frsize)
    }
}
