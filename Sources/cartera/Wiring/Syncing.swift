internal import Glibc
import SyncClient
import SyncStorage

extension Program {
    func synchronising(_ parts: ClientParts, _ enrolling: Enrolling) -> Synchronising {
        Synchronising(parts, enrolling: enrolling, programVersion: programVersion) { milliseconds in
            try await Task.sleep(for: .milliseconds(milliseconds))
        }
    }
}
