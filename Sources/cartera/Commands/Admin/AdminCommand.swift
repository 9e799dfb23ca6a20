import ArgumentParser

struct AdminCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "admin",
        abstract: "What administrators, supervisors and branches do on the server.",
        discussion: """
            Each call is authorised on the server by the role of the person who enrolled this home.

            examples:
              cartera admin branch add Centro --time-zone America/Mexico_City
              cartera admin person add 'Ana Ruiz' --role collector --branch Centro
              cartera admin invite 'Ana Ruiz'
              cartera admin import accounts portfolio.csv --rejects rejects.csv
              cartera admin status
            """,
        subcommands: [
            AdminBranchGroup.self, AdminPersonGroup.self, AdminInvite.self, AdminInvitationGroup.self,
            AdminDeviceGroup.self, AdminImportGroup.self, AdminExport.self, AdminAssign.self, AdminAccountGroup.self,
            AdminOperationGroup.self, AdminConflictGroup.self, AdminPromiseGroup.self, AdminRulesGroup.self,
            AdminApprovalGroup.self, AdminFindingGroup.self, AdminOverrideGroup.self, AdminHoldGroup.self,
            AdminDutyGroup.self, AdminAllowanceGroup.self, AdminEvidence.self, AdminStatus.self, AdminLosses.self,
            AdminScoreGroup.self, AdminReport.self,
        ])
}
