package import FieldModel
internal import SyncCore

/// What a server is born with.
extension ServerCore {
    static let epochSetting = Admission.epochSetting
    static let organisationSetting = "organisation"

    /// The first epoch, named by the time at which it begins.
    package func begin() async throws {
        let organisation = parts.organisation
        try await admit { admission in
            guard try admission.transaction.setting(Self.epochSetting) == nil else { return }
            try admission.transaction.setSetting(Self.epochSetting, String(admission.now.milliseconds))
            try admission.transaction.setSetting(Self.organisationSetting, organisation.name)
            try admission.log("epoch_begun", by: .nil_, on: .nil_, detail: String(admission.now.milliseconds))
        }
    }
}

/// Where revocations are noted outside the store, so that a restored older store cannot forget them.
package protocol RevocationNoting: Sendable {
    func note(_ device: DeviceID, at now: Instant) throws
}
