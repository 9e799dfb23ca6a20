import Foundation
import Testing

/// A laptop's file that is damaged, locked away, of another version or on a full disk: told as such, left as it is, and
/// what was acknowledged is on the server.
@Suite(.serialized, .enabled(if: Programs.available))
struct BadInputReplicaTests {
    /// A home with one visit sent and one not, whose journal is emptied into the file.
    private func site() throws -> (site: Site, account: String) {
        let site = try Site()
        try site.enrol("ana", person: "Ana")
        let account = try #require(try site.accounts("ana").first)
        try site.good(as: "ana", "visit", "record", account, "--outcome", "not_home", "--note", "enviada")
        try site.good(as: "ana", "sync")
        return (site, account)
    }

    private func replica(_ site: Site) -> String { "\(site.home("ana"))/replica.db" }

    private func overwrite(_ path: String, at offset: UInt64, count: Int) throws {
        let handle = try FileHandle(forUpdating: URL(fileURLWithPath: path))
        try handle.seek(toOffset: offset)
        try handle.write(contentsOf: Data(repeating: 0xAA, count: count))
        try handle.close()
    }

    @Test(
        "a damaged file is told and left alone; a new home has again what was sent",
        arguments: ["header", "page", "cut"])
    func damaged(how: String) throws {
        let (site, account) = try site()
        let path = replica(site)
        let size = try #require(try FileManager.default.attributesOfItem(atPath: path)[.size] as? UInt64)
        switch how {
        case "header": try overwrite(path, at: 0, count: 100)
        case "page": for page in 1..<(size / 4096) { try overwrite(path, at: page * 4096, count: 64) }
        default: try FileHandle(forUpdating: URL(fileURLWithPath: path)).truncate(atOffset: size / 2 + 100)
        }
        let before = FileManager.default.contents(atPath: path)
        for arguments in [
            ["account", "show", account], ["visit", "record", account, "--outcome", "not_home"], ["sync"],
        ] {
            try site.refused(as: "ana", 74, "replica_corrupt", arguments)
        }
        #expect(FileManager.default.contents(atPath: path) == before)
        let doctor = try site.call(as: "ana", "doctor")
        #expect(doctor.status != 0 && (doctor.output + doctor.errors).contains("corrupt"))
        try site.enrol("otra", person: "Ana")
        let shown = try site.good(as: "otra", "account", "show", account).json
        #expect((shown["visits"] as? [[String: Any]])?.first?["note"] as? String == "enviada")
    }

    @Test("a file of a newer program is left alone")
    func newer() throws {
        let (site, account) = try site()
        let version = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('PRAGMA user_version = 999')"
        #expect(try run("/usr/bin/env", ["python3", "-c", version, replica(site)]).status == 0)
        let before = FileManager.default.contents(atPath: replica(site))
        for arguments in [["account", "show", account], ["status"], ["sync"]] {
            try site.refused(as: "ana", 76, "replica_newer_version", arguments)
        }
        #expect(FileManager.default.contents(atPath: replica(site)) == before)
    }

    @Test(
        "a file or folder that may not be written is told, and written again once it may", .enabled(if: Self.hasOthers),
        arguments: [true, false])
    func readOnly(isFolder: Bool) throws {
        let (site, account) = try site()
        let home = site.home("ana")
        for name in try FileManager.default.contentsOfDirectory(atPath: home) {
            try FileManager.default.setAttributes([.posixPermissions: 0o444], ofItemAtPath: "\(home)/\(name)")
        }
        if isFolder { try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: home) }
        let arguments = ["visit", "record", account, "--outcome", "not_home", "--note", "después"]
        Site.expect(try unprivileged(site, arguments), 73, "replica_read_only")
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: home)
        for name in try FileManager.default.contentsOfDirectory(atPath: home) {
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: "\(home)/\(name)")
        }
        #expect(try unprivileged(site, arguments).status == 0)
        let visits = try site.good(as: "ana", "account", "show", account).json["visits"] as? [[String: Any]]
        #expect(visits?.compactMap { $0["note"] as? String }.sorted() == ["después", "enviada"])
    }

    /// As somebody to whom modes apply: for root they do not.
    private func unprivileged(_ site: Site, _ arguments: [String]) throws -> Finished {
        if getuid() == 0 {
            let owned = try run("/usr/bin/env", ["chown", "-R", "65534:65534", site.home("ana")])
            try #require(owned.status == 0, "\(owned.errors)")
        }
        return try run("/usr/bin/env", Self.someone + ["--home", site.home("ana"), "--json"] + arguments)
    }

    private static let someone =
        (getuid() == 0 ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : [])
        + [Programs.path("cartera")]

    /// Whether somebody else than root can start the program where it was built.
    private static let hasOthers = (try? run("/usr/bin/env", someone + ["--version"]).status) == 0

    @Test(
        "a disk that fills up costs nothing that was written before, and work goes on once there is room",
        .enabled(if: SmallDisk.isPossible))
    func fullDisk() throws {
        let (site, account) = try site()
        let program = Programs.path("cartera")
        let home = site.home("ana")
        // 64 MiB and little more: under 64 MiB of room nothing new is taken, so that what waits can be sent.
        // In a mount namespace of its own: nobody else sees the small disk, and it goes with the shell.
        let script = """
            set -u
            mkdir "$2.small" && mount -t tmpfs -o size=66736k none "$2.small" && cp -a "$2/." "$2.small/" || exit 99
            written=0
            record() { "$1" --home "$2.small" --json visit record "$3" --outcome not_home --note "$4"; }
            while [ $written -lt 2000 ]; do
                record "$@" >/dev/null 2>"$2.err"; status=$?
                [ $status = 0 ] || break
                written=$((written + 1))
            done
            echo "status $status"
            "$1" --home "$2.small" --json account show "$3" >"$2.shown" || exit 97
            mount -o remount,size=96m "$2.small" || exit 96
            record "$1" "$2" "$3" "con espacio" >/dev/null || exit 95
            echo "written $written"
            cp -a "$2.small/." "$2/"
            """
        let note = String(repeating: "nota larga ", count: 300)
        let finished = try run(
            "/usr/bin/env",
            SmallDisk.namespace + ["bash", "-c", script, "bash", program, home, account, note])
        try #require(finished.status == 0, "\(finished.status) \(finished.output)\(finished.errors)")
        #expect(finished.output.contains("status 74"))
        let told = Finished(status: 74, output: "", errors: try String(contentsOfFile: "\(home).err", encoding: .utf8))
        Site.expect(told, 74, "disk_low")
        let written = try #require(finished.output.split(separator: " ").last.flatMap { Int($0.dropLast()) })
        #expect(written > 3)
        // What had been said to be written is there, no more and no less.
        let text = try String(contentsOfFile: "\(home).shown", encoding: .utf8)
        let shown = Finished(status: 0, output: text, errors: "").json
        #expect((shown["visits"] as? [Any])?.count == written + 1)
        let after = try site.good(as: "ana", "account", "show", account).json
        #expect((after["visits"] as? [Any])?.count == written + 2)
        try site.settle("ana")
    }
}

/// A file system of a few hundred kilobytes in a mount namespace, for which nobody need be root.
enum SmallDisk {
    static let namespace = getuid() == 0 ? ["unshare", "--mount"] : ["unshare", "--mount", "--map-root-user"]

    static let isPossible: Bool = {
        let probe = namespace + ["bash", "-c", "mount -t tmpfs -o size=100k none /mnt && touch /mnt/there"]
        return (try? run("/usr/bin/env", probe).status) == 0
    }()
}
