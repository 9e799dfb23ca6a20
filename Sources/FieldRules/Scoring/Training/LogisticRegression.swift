/// The probability of bad as a logistic function of the weights of evidence, by iteratively reweighted least squares.
///
/// A step that makes the likelihood worse is halved. The ridge never touches the intercept, so that the mean
/// probability stays the observed rate; it is 0 unless asked for, or where the characteristics nearly repeat each
/// other or tell the classes apart completely: then no finite or no unique coefficients exist, which is said.
package struct LogisticRegression: Sendable {
    package enum Finding: String, Sendable {
        /// Characteristics nearly repeat each other.
        case illConditioned = "ill_conditioned"
        /// A combination of characteristics tells good from bad without an error, in all rows or in some.
        case separated
        case notConverged = "not_converged"
    }

    package private(set) var intercept: Double
    package private(set) var coefficients: [Double]
    /// Of the intercept, then of the coefficients.
    package private(set) var standardErrors: [Double]
    package private(set) var deviance: Double
    package private(set) var iterations: Int
    package private(set) var ridge: Double
    package private(set) var findings: [Finding]

    private static let mostIterations = 60
    private static let mostHalvings = 30
    private static let smallRidge = 1e-6
    /// Keeps coefficients finite where the classes are separated; strong enough to be reached in a few steps.
    private static let separationRidge = 1e-2

    package init(_ design: DesignMatrix, _ outcome: BinaryOutcome, ridge: Double = 0) {
        var findings: [Finding] = []
        var used = ridge
        var fit = LogisticRegression.fit(design, outcome, ridge: used)
        if fit.end == .illConditioned {
            findings.append(.illConditioned)
            used = max(used, LogisticRegression.smallRidge)
            fit = LogisticRegression.fit(design, outcome, ridge: used)
        }
        if fit.end == .separated || fit.end == .illConditioned {
            findings.append(.separated)
            used = max(used, LogisticRegression.separationRidge)
            fit = LogisticRegression.fit(design, outcome, ridge: used)
        }
        if fit.end != .converged { findings.append(.notConverged) }
        self.intercept = fit.beta[0]
        self.coefficients = Array(fit.beta.dropFirst())
        self.standardErrors = fit.errors
        self.deviance = fit.deviance
        self.iterations = fit.iterations
        self.ridge = used
        self.findings = findings
    }

    private enum End {
        case converged, illConditioned, separated, stopped
    }

    private struct Fit {
        var beta: [Double]
        var errors: [Double]
        var deviance = 0.0
        var iterations = 0
        var end = End.stopped
    }

    private static func fit(_ design: DesignMatrix, _ outcome: BinaryOutcome, ridge: Double) -> Fit {
        let size = design.width + 1
        var fit = Fit(beta: Array(repeating: 0, count: size), errors: Array(repeating: .infinity, count: size))
        fit.beta[0] = Elementary.ln(Double(outcome.bad) / Double(outcome.good))
        var now = design.accumulate(fit.beta, outcome, ridge: ridge)
        for iteration in 1...mostIterations {
            fit.iterations = iteration
            guard let factors = Cholesky(now.information, size: size), factors.smallestPivot > 1e-11 else {
                fit.end = iteration == 1 || !now.isNearlyCertain ? .illConditioned : .separated
                break
            }
            let step = factors.solve(now.gradient)
            guard let (beta, next) = halving(step, from: fit.beta, now, design, outcome, ridge) else {
                fit.end = .converged
                break
            }
            let gain = now.objective - next.objective
            let largest = design.largestChange(from: fit.beta, to: beta)
            (fit.beta, now) = (beta, next)
            // Log odds that still move by a whole unit a step, with nothing to win by it, are on their way to infinity.
            if ridge < separationRidge, next.isSeparated || (gain < 1e-6 * next.objective && largest > 0.1) {
                fit.end = .separated
                break
            }
            if largest < 1e-10 || gain <= 1e-14 * (1 + next.objective) {
                fit.end = .converged
                break
            }
        }
        if let factors = Cholesky(now.information, size: size) {
            fit.errors = factors.inverseDiagonal().map { $0.squareRoot() }
        }
        fit.deviance = now.deviance
        return fit
    }

    /// Nil when no part of the step makes it better: the best is reached.
    private static func halving(
        _ step: [Double], from beta: [Double], _ now: DesignMatrix.Sums, _ design: DesignMatrix,
        _ outcome: BinaryOutcome,
        _ ridge: Double
    ) -> (beta: [Double], next: DesignMatrix.Sums)? {
        var scale = 1.0
        for _ in 0..<mostHalvings {
            let tried = zip(beta, step).map { $0 + scale * $1 }
            let next = design.accumulate(tried, outcome, ridge: ridge)
            if next.objective.isFinite, next.objective <= now.objective { return (tried, next) }
            scale /= 2
        }
        return nil
    }

    /// The logarithm of the odds of bad in each row.
    package func logOdds(_ design: DesignMatrix) -> [Double] {
        design.linear([intercept] + coefficients)
    }
}

/// Rows of weights of evidence, kept as bins: two bytes a cell, so that a million rows stay small.
package struct DesignMatrix: Sendable {
    private let bins: [[UInt16]]
    private let values: [[Double]]
    let rows: Int

    /// A column's bin of each row, and the value of each bin; what is in no bin is worth 0.
    package init(bins: [[UInt16]], values: [[Double]], rows: Int) {
        self.bins = bins
        self.values = values
        self.rows = rows
    }

    var width: Int { bins.count }

    /// The most that the log odds of a row can change by one coefficient.
    func largestChange(from: [Double], to: [Double]) -> Double {
        var largest = abs(to[0] - from[0])
        for column in values.indices {
            let furthest = values[column].reduce(0) { max($0, abs($1)) }
            largest = max(largest, abs(to[column + 1] - from[column + 1]) * furthest)
        }
        return largest
    }

    struct Sums {
        var gradient: [Double]
        var information: [Double]
        var deviance: Double
        /// Half the deviance and the penalty: what is made small.
        var objective: Double
        /// All bad rows are above all good ones.
        var isSeparated: Bool
        /// Some row has no doubt left.
        var isNearlyCertain: Bool
    }

    private func fill(_ x: inout [Double], row: Int) {
        for column in bins.indices {
            let bin = bins[column][row]
            x[column + 1] = bin == noBin ? 0 : values[column][Int(bin)]
        }
    }

    func linear(_ beta: [Double]) -> [Double] {
        var x = Array(repeating: 1.0, count: width + 1)
        return (0..<rows).map { row in
            fill(&x, row: row)
            var sum = 0.0
            for column in x.indices { sum += x[column] * beta[column] }
            return sum
        }
    }

    func accumulate(_ beta: [Double], _ outcome: BinaryOutcome, ridge: Double) -> Sums {
        let size = width + 1
        var x = Array(repeating: 1.0, count: size)
        var gradient = Array(repeating: 0.0, count: size)
        var information = Array(repeating: 0.0, count: size * size)
        var half = 0.0
        var (lowestBad, highestGood, furthest) = (Double.infinity, -Double.infinity, 0.0)
        for row in 0..<rows {
            fill(&x, row: row)
            var eta = 0.0
            for column in 0..<size { eta += x[column] * beta[column] }
            let isBad = outcome.isBad[row]
            if isBad { lowestBad = min(lowestBad, eta) } else { highestGood = max(highestGood, eta) }
            furthest = max(furthest, abs(eta))
            let e = Elementary.exp(-abs(eta))
            let p = eta >= 0 ? 1 / (1 + e) : e / (1 + e)
            half += max(0, isBad ? -eta : eta) + Elementary.ln(1 + e)
            let residual = (isBad ? 1 : 0) - p
            let weight = e / ((1 + e) * (1 + e))
            for i in 0..<size {
                gradient[i] += residual * x[i]
                let weighted = weight * x[i]
                for j in 0...i { information[i * size + j] += weighted * x[j] }
            }
        }
        var penalty = 0.0
        for i in 1..<max(size, 1) {
            gradient[i] -= ridge * beta[i]
            information[i * size + i] += ridge
            penalty += ridge * beta[i] * beta[i] / 2
        }
        for i in 0..<size {
            for j in 0..<i { information[j * size + i] = information[i * size + j] }
        }
        return Sums(
            gradient: gradient, information: information, deviance: 2 * half, objective: half + penalty,
            isSeparated: lowestBad > highestGood, isNearlyCertain: furthest > 20)
    }
}
